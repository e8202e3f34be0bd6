/** A POM that says these elements of itself, each as it stands. */
export function makePom(elements: Record<string, string>): string {
  const lines = Object.entries(elements).map(([name, text]) => `  <${name}>${text}</${name}>\n`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
${lines.join('')}</project>
`
}
