import { DomainError } from '@/lib/domain/error'

const form = /^[A-Za-z0-9+/]*={0,2}$/

/** Decodes text in base64 that comes in parts (RFC 4648, section 4). Error: `invalid` for other characters, or a torn end. */
export class Base64Decoder {
  #rest = ''
  #isOver = false

  /** The bytes of all whole groups so far that were not given before. */
  decode(part: string): Uint8Array {
    const text = this.#rest + part
    const whole = text.length - (text.length % 4)
    this.#rest = text.slice(whole)
    const groups = text.slice(0, whole)
    if ((this.#isOver && text !== '') || !form.test(groups)) throw notBase64()
    this.#isOver = groups.endsWith('=')
    return Buffer.from(groups, 'base64')
  }

  /** No more parts come. */
  end(): Uint8Array {
    if (this.#rest !== '') throw notBase64()
    return new Uint8Array()
  }
}

function notBase64(): DomainError {
  return new DomainError('invalid', 'The file is not in base64.')
}
