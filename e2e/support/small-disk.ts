import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** True where disks can be mounted: as root on Linux. In CI, which is, it is an error where they cannot. */
export function canMount(): boolean {
  const place = mkdtempSync(path.join(tmpdir(), 'latchkey-mount-'))
  try {
    new SmallDisk(place).remove()
    return true
  } catch (error) {
    if (process.env.CI === 'true') throw error
    return false
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** A disk of two mebibytes and 200 files, on whatever folder. */
export class SmallDisk {
  readonly #filling: string

  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true })
    const options = 'size=2m,nr_inodes=200,mode=700'
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'latchkey-test', folder], { stdio: 'pipe' })
    this.#filling = path.join(folder, 'filling')
  }

  /** Leaves no room for a byte. */
  fillBytes(): void {
    mkdirSync(this.#filling)
    const file = openSync(path.join(this.#filling, 'bytes'), 'w')
    untilFull(() => writeSync(file, Buffer.alloc(4096)))
    closeSync(file)
  }

  /** Leaves room for this many more files and folders. */
  fillNames(left: number): void {
    mkdirSync(this.#filling)
    let count = 0
    untilFull(() => writeFileSync(path.join(this.#filling, String(++count)), ''))
    for (let name = 1; name <= left; name++) rmSync(path.join(this.#filling, String(name)))
  }

  /** Makes room again. */
  empty(): void {
    rmSync(this.#filling, { recursive: true, force: true })
  }

  remove(): void {
    execFileSync('umount', [this.folder], { stdio: 'pipe' })
  }
}

function untilFull(write: () => void): void {
  try {
    for (;;) write()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
