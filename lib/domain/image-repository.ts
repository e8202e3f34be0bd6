/** An image repository as lists show it. */
export interface ImageRepository {
  id: number
  /** Below its project; '' for the project's own image. */
  name: string
  project: { id: number; name: string; fullPath: string }
  createdAt: Date
  tagCount: number
  /** Bytes of all that it holds, each blob once. */
  size: number
  /** When a tag was last pushed; null where there is none. */
  publishedAt: Date | null
}

/** A tag as lists show it. */
export interface ImageTag {
  name: string
  /** Of its manifest. */
  digest: string
  mediaType: string
  /** Bytes of everything that a pull gets. */
  size: number
  platforms: string[]
  publisherName: string
  /** When the tag was last pushed. */
  publishedAt: Date
  /** When its manifest was first pushed. */
  createdAt: Date
}
