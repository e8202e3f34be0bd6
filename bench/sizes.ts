/** How much is measured. Rounds are odd, so that the median is a round that was. */
export interface Sizes {
  clone: { blobs: number; bytesPerBlob: number; rounds: number }
  infoRefs: {
    tokens: readonly [number, number]
    rounds: number
    secondsPerRound: number
    connections: number
  }
  registry: {
    blobBytes: number
    layers: number
    rounds: number
    secondsPerRound: number
    connections: number
  }
  rest: { tokens: number; rounds: number; secondsPerRound: number; connections: number }
  settingsPage: { tokens: readonly [number, number]; requests: number; warmUp: number }
  startUp: { firstStarts: number; laterStarts: number; settleSeconds: number }
  memory: { blobs: number; bytesPerBlob: number }
  packages: { packages: number; bytesPerPackage: number; rounds: number }
  packageLists: { versions: number; requests: number }
}

export const fullSizes: Sizes = {
  clone: { blobs: 45_000, bytesPerBlob: 4600, rounds: 9 },
  infoRefs: { tokens: [100, 100_000], rounds: 7, secondsPerRound: 4, connections: 8 },
  registry: { blobBytes: 500_000_000, layers: 50, rounds: 5, secondsPerRound: 4, connections: 8 },
  rest: { tokens: 100, rounds: 7, secondsPerRound: 4, connections: 8 },
  settingsPage: { tokens: [20, 10_000], requests: 50, warmUp: 20 },
  startUp: { firstStarts: 3, laterStarts: 5, settleSeconds: 10 },
  memory: { blobs: 500, bytesPerBlob: 1_000_000 },
  packages: { packages: 100, bytesPerPackage: 20_000, rounds: 3 },
  packageLists: { versions: 10_000, requests: 20 },
}

/** For trying the bench itself: what it measures means nothing. */
export const quickSizes: Sizes = {
  clone: { blobs: 2000, bytesPerBlob: 4600, rounds: 1 },
  infoRefs: { tokens: [100, 1000], rounds: 1, secondsPerRound: 1, connections: 8 },
  registry: { blobBytes: 5_000_000, layers: 5, rounds: 1, secondsPerRound: 1, connections: 8 },
  rest: { tokens: 100, rounds: 1, secondsPerRound: 1, connections: 8 },
  settingsPage: { tokens: [20, 1000], requests: 5, warmUp: 2 },
  startUp: { firstStarts: 1, laterStarts: 1, settleSeconds: 1 },
  memory: { blobs: 20, bytesPerBlob: 1_000_000 },
  packages: { packages: 10, bytesPerPackage: 20_000, rounds: 1 },
  packageLists: { versions: 1000, requests: 3 },
}
