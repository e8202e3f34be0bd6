/** What Ruby's Marshal can say, as far as gems need it: https://docs.ruby-lang.org/en/3.3/marshal_rdoc.html */
export type RubyValue =
  | null
  | boolean
  | number
  | string
  | readonly RubyValue[]
  | RubyHash
  | { symbol: string }
  | RubyObject
  /** An object of a class that has `marshal_dump`. */
  | { class: string; marshalled: RubyValue }
  /** One of a class that has `_dump`. */
  | { class: string; dumped: Uint8Array }

interface RubyHash {
  pairs: readonly (readonly [RubyValue, RubyValue])[]
}

interface RubyObject {
  class: string
  /** By their names, with the `@`. */
  variables: readonly (readonly [string, RubyValue])[]
}

/** A value in Marshal 4.8. Numbers in it are whole, from 0 to 2^30 - 1. */
export function marshal(value: RubyValue): Uint8Array<ArrayBuffer> {
  const output = new Output()
  output.bytes([4, 8])
  write(value, output)
  return output.end()
}

function write(value: RubyValue, output: Output): void {
  if (value === null) output.kind('0')
  else if (typeof value === 'boolean') output.kind(value ? 'T' : 'F')
  else if (typeof value === 'number') output.kind('i').number(value)
  else if (typeof value === 'string') writeText(value, output)
  else if (isList(value)) writeList(value, output)
  else if ('pairs' in value) writeHash(value, output)
  else if ('symbol' in value) output.symbol(value.symbol)
  else if ('variables' in value) writeObject(value, output)
  else if ('marshalled' in value) write(value.marshalled, output.kind('U').symbol(value.class))
  else output.kind('u').symbol(value.class).number(value.dumped.length).bytes(value.dumped)
}

function isList(value: RubyValue): value is readonly RubyValue[] {
  return Array.isArray(value)
}

/** With the one instance variable that says it is UTF-8. */
function writeText(text: string, output: Output): void {
  const bytes = encoder.encode(text)
  output.kind('I').kind('"').number(bytes.length).bytes(bytes).number(1).symbol('E').kind('T')
}

function writeList(list: readonly RubyValue[], output: Output): void {
  output.kind('[').number(list.length)
  for (const value of list) write(value, output)
}

function writeHash({ pairs }: RubyHash, output: Output): void {
  output.kind('{').number(pairs.length)
  for (const value of pairs.flat()) write(value, output)
}

function writeObject({ class: name, variables }: RubyObject, output: Output): void {
  output.kind('o').symbol(name).number(variables.length)
  for (const [variable, value] of variables) write(value, output.symbol(variable))
}

const encoder = new TextEncoder()

class Output {
  private written = new Uint8Array(4096)
  private length = 0
  private readonly symbols = new Map<string, number>()

  end(): Uint8Array<ArrayBuffer> {
    return this.written.slice(0, this.length)
  }

  bytes(bytes: ArrayLike<number>): this {
    const length = this.length + bytes.length
    if (length > this.written.length) {
      const grown = new Uint8Array(2 * length)
      grown.set(this.written.subarray(0, this.length))
      this.written = grown
    }
    this.written.set(bytes, this.length)
    this.length = length
    return this
  }

  kind(character: string): this {
    return this.bytes([character.charCodeAt(0)])
  }

  /** 0 by itself, up to 122 moved by 5, anything else as the count of its bytes, then those, the lowest first. */
  number(number: number): this {
    if (number === 0) return this.bytes([0])
    if (number < 123) return this.bytes([number + 5])
    const bytes: number[] = []
    for (let rest = number; rest > 0; rest >>= 8) bytes.push(rest & 0xff)
    return this.bytes([bytes.length, ...bytes])
  }

  /** By its name the first time, and by its number from then on. */
  symbol(name: string): this {
    const known = this.symbols.get(name)
    if (known !== undefined) return this.kind(';').number(known)
    this.symbols.set(name, this.symbols.size)
    const bytes = encoder.encode(name)
    return this.kind(':').number(bytes.length).bytes(bytes)
  }
}
