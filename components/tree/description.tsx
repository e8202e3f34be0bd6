/** What a group or project says of itself, line by line; nothing where it says nothing. */
export function Description({ text }: { text: string }) {
  if (text === '') return null
  return (
    <p className="mb-4 max-w-200 whitespace-pre-line wrap-anywhere">
      <bdi>{text}</bdi>
    </p>
  )
}
