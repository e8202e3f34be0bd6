/** What somebody signed in with, as far as its User-Agent header tells: "Chrome on macOS". */
export function deviceOf(userAgent: string): string {
  const browser = firstOf(browsers, userAgent)
  const system = firstOf(systems, userAgent)
  if (browser && system) return `${browser} on ${system}`
  return browser ?? (system ? `Unknown browser on ${system}` : 'Unknown browser')
}

type Sign = readonly [name: string, sign: RegExp]

// Every browser names those whose pages it wants to be served: the ones that name the others come first.
const browsers: readonly Sign[] = [
  ['Microsoft Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\b(OPR|OPX|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Yandex Browser', /\bYaBrowser\//],
  ['DuckDuckGo', /\b(DuckDuckGo|Ddg)\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Headless)?Chrom(e|ium)\/|\bCriOS\//],
  ['Safari', /\bVersion\/.*\bSafari\//],
  ['Internet Explorer', /\bMSIE |\bTrident\//],
  ['curl', /^curl\//],
  ['Python', /^python-requests\/|^Python-urllib\//],
]

const systems: readonly Sign[] = [
  ['iPadOS', /\biPad\b/],
  ['iOS', /\biPhone\b|\biPod\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac ?OS ?X\b|\bMacintosh\b/],
  ['FreeBSD', /\bFreeBSD\b/],
  ['Linux', /\bLinux\b|\bX11\b/],
]

function firstOf(signs: readonly Sign[], userAgent: string): string | undefined {
  return signs.find(([, sign]) => sign.test(userAgent))?.[0]
}
