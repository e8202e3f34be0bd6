import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { DomainError } from './error'

const nestedMax = 100
/** Elements, ends of them and attributes together: more than Maven's metadata of 25,000 versions has, read in a moment. */
const marksMax = 60_000
/** What XML has no right to say, but can write as a reference. */
const neverText = /[^\P{Cc}\t\n\r]|\p{Surrogate}/gu

/** An element: its text where it has nothing else, otherwise what is in it by names, attributes with `@` before theirs. */
export type XmlValue = string | XmlElement | XmlValue[]
export interface XmlElement {
  [name: string]: XmlValue
}

/**
 * The elements of an XML document, without their namespaces; those named in `lists` are always lists. Nothing is fetched
 * or expanded: a document with a DTD is refused. Error: `invalid` for that, for more elements than anybody writes, and for
 * what is no well-formed UTF-8 or UTF-16.
 */
export function parseXml(bytes: Uint8Array, lists: readonly string[] = []): XmlElement {
  const text = decode(bytes)
  // a declaration of a document type or an entity, wherever it stands
  if (/<!(?!--|\[CDATA\[)/.test(text)) throw new DomainError('invalid', 'XML with a DTD is not taken.')
  if ((text.match(/[<=]/g)?.length ?? 0) > marksMax)
    throw new DomainError('invalid', 'The XML has too many elements.')
  if (XMLValidator.validate(text) !== true) throw malformed()
  try {
    return new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      removeNSPrefix: true,
      parseTagValue: false,
      parseAttributeValue: false,
      ignoreDeclaration: true,
      ignorePiTags: true,
      htmlEntities: true,
      maxNestedTags: nestedMax,
      isArray: (name) => lists.includes(name),
    }).parse(text)
  } catch (error) {
    throw malformed(error)
  }
}

/** The text of what stands at a name, without spaces around it; '' where there is none. */
export function xmlText(value: XmlValue | undefined): string {
  if (Array.isArray(value)) return xmlText(value[0])
  if (typeof value === 'object') return xmlText(value['#text'])
  return (value ?? '').replace(neverText, '').trim()
}

/** What stands in an element at a name, as elements: each without its text, if it had nothing else. */
export function xmlElements(value: XmlValue | undefined): XmlElement[] {
  if (Array.isArray(value)) return value.flatMap(xmlElements)
  return typeof value === 'object' ? [value] : []
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  const isBigEndian = first === 0xfe && second === 0xff
  const isLittleEndian = first === 0xff && second === 0xfe
  const encoding = isBigEndian ? 'utf-16be' : isLittleEndian ? 'utf-16le' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    throw malformed(error)
  }
}

function malformed(cause?: unknown): DomainError {
  return new DomainError('invalid', 'The XML is malformed.', { cause })
}
