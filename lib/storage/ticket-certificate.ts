// the polyfill that @peculiar/x509 asks its users to bring
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** A new P-256 key (PKCS #8) and a certificate that it has signed for itself, as PEM texts. */
export async function makeCertifiedKey(): Promise<{ privateKey: string; certificate: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Latchkey container registry tickets',
    notBefore: new Date(),
    // RFC 5280, 4.1.2.5: it has no end of its own
    notAfter: new Date('9999-12-31T23:59:59Z'),
    keys,
    signingAlgorithm: algorithm,
  })
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    privateKey: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
    certificate: `${certificate.toString('pem')}\n`,
  }
}
