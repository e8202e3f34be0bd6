/** One word for a POSIX shell, whatever is in it (IEEE Std 1003.1, 2.2.2). */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
