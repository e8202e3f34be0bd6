import { redirect } from 'next/navigation'

interface Paging {
  page: number
  perPage: number
  total: number
}

/** To the last page of a list, from beyond it: where somebody has just deleted all that stood there. */
export function stayWithin({ page, perPage, total }: Paging, addressOf: (page: number) => string): void {
  const last = Math.max(1, Math.ceil(total / perPage))
  if (page > last) redirect(addressOf(last))
}
