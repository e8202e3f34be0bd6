/** The look of the document's page, light or dark as the reader's system is. */
export const css = `
:root { color-scheme: light dark; --line: light-dark(#dcdcde, #4c4b51); --soft: light-dark(#f4f4f6, #28272d); }
* { box-sizing: border-box; }
body { margin: 0; font: 0.875rem/1.5 system-ui, sans-serif;
  color: light-dark(#28272d, #ececef); background: light-dark(#fff, #18171d); }
header { padding: 0.75rem 1rem; border-bottom: 1px solid var(--line); background: var(--soft); font-weight: 600; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
a { color: light-dark(#0b5cad, #63a6e9); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 0.625rem 0; }
h2 { margin-top: 2rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); }
h3 { margin: 0; font-size: 1rem; }
section > h3 { margin-top: 1.5rem; }
h4 { margin: 1rem 0 0.25rem; font-size: 0.875rem; }
article { margin: 1rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: 0.5rem; }
code { font-family: ui-monospace, monospace; }
.method { padding: 0 0.5rem; border-radius: 0.25rem; background: var(--soft); }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; text-align: left; overflow-wrap: normal; }
th, td { padding: 0.375rem 0.75rem 0.375rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
th[scope='row'] { font-weight: normal; white-space: nowrap; }
`
