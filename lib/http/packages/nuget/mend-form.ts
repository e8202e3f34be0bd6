const [carriageReturn, lineFeed] = [13, 10]

/**
 * NuGet 2 ends the file of its form with the line end of its own system, and the form with nothing: on Mono with a line
 * feed, where RFC 2046 has CRLF, so that no strict reader finds the end. This puts that right, byte for byte; a form which
 * ends in any other way passes as it is.
 */
export function mendForm(
  contentType: string,
): (body: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array> {
  const boundary = /;\s*boundary="?([^";\s]+)/i.exec(contentType)?.[1]
  if (boundary === undefined) return (body) => body
  const end = Buffer.from(`\n--${boundary}--`)
  return (body) => body.pipeThrough(new TransformStream(endMender(end), undefined, { highWaterMark: 0 }))
}

/** Keeps as many of the last bytes as an end has, with the one before it. */
function endMender(end: Buffer): Transformer<Uint8Array, Uint8Array> {
  let kept = Buffer.alloc(0)
  return {
    transform(chunk, controller) {
      const bytes = Buffer.concat([kept, chunk])
      const passing = Math.max(0, bytes.length - end.length - 1)
      kept = bytes.subarray(passing)
      if (passing > 0) controller.enqueue(bytes.subarray(0, passing))
    },
    flush(controller) {
      const start = kept.length - end.length
      const isBare = start > 0 && kept.subarray(start).equals(end) && kept[start - 1] !== carriageReturn
      if (!isBare) return controller.enqueue(kept)
      controller.enqueue(kept.subarray(0, start))
      controller.enqueue(
        Buffer.from([carriageReturn, lineFeed, ...kept.subarray(start + 1), carriageReturn, lineFeed]),
      )
    },
  }
}
