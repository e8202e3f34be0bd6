// Imported before anything else. Nothing here, or in what imports it directly, may be too new for an old Node to read.
const needed = [20, 19]
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(`Latchkey needs Node ${needed.join('.')} or newer; this is ${process.versions.node}.`)
  process.exit(1)
}
