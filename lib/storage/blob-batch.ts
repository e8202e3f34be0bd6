/** What `git cat-file --batch` gives, object after object: https://git-scm.com/docs/git-cat-file#_batch_output */
export class BlobBatch {
  private readonly chunks: AsyncIterator<Uint8Array>
  private held = Buffer.alloc(0)

  constructor(output: ReadableStream<Uint8Array>) {
    this.chunks = output[Symbol.asyncIterator]()
  }

  /**
   * The bytes of the next object, which must be this blob of this size, and be read to its end before the next one.
   * Error: a plain one where it is another, or the output breaks off.
   */
  async *next({ id, bytes }: { id: string; bytes: number }): AsyncGenerator<Buffer> {
    const header = `${id} blob ${bytes}\n`
    while (this.held.length < header.length) this.held = Buffer.concat([this.held, await this.more()])
    if (this.held.toString('latin1', 0, header.length) !== header) throw new Error('git gave another object')
    this.held = this.held.subarray(header.length)
    let left = bytes
    while (left > 0) {
      if (this.held.length === 0) this.held = await this.more()
      const chunk = this.held.subarray(0, left)
      this.held = this.held.subarray(chunk.length)
      left -= chunk.length
      yield chunk
    }
    // each object ends in a newline that is not its own
    if (this.held.length === 0) this.held = await this.more()
    this.held = this.held.subarray(1)
  }

  /** Ends git where it has not ended: nobody wants the rest. */
  async close(): Promise<void> {
    await this.chunks.return?.()
  }

  private async more(): Promise<Buffer<ArrayBuffer>> {
    const { done, value } = await this.chunks.next()
    if (done) throw new Error("git's output broke off")
    return Buffer.from(value)
  }
}
