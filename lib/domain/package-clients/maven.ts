import { xmlText } from '@/lib/domain/xml-text'
import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  readUrl,
  registryName,
  writeUrl,
} from './package-client'

export const maven: PackageClient = {
  label: 'Maven',
  blocks: ({ place, credentials, canPublish }) => [
    file('settings.xml', mavenSettings(place, credentials)),
    ...(canPublish ? [{ title: 'Publish: in pom.xml', text: mavenDistribution(place) }] : []),
  ],
}

/**
 * `settings.xml` of Maven: https://maven.apache.org/settings.html. The token goes in a header, as GitLab tells: Maven
 * would wait for a challenge before it sent a password.
 */
export function mavenSettings(place: ClientPlace, { password }: ClientCredentials): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
  <servers>
    <server>
      <id>${registryName}</id>
      <configuration>
        <httpHeaders>
          <property>
            <name>Deploy-Token</name>
            <value>${xmlText(password)}</value>
          </property>
        </httpHeaders>
      </configuration>
    </server>
  </servers>
  <profiles>
    <profile>
      <id>${registryName}</id>
      <repositories>
        <repository>
          <id>${registryName}</id>
          <url>${xmlText(readUrl(place, 'maven'))}</url>
        </repository>
      </repositories>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>${registryName}</activeProfile>
  </activeProfiles>
</settings>
`
}

/** What `pom.xml` says of where `mvn deploy` puts a package. */
export function mavenDistribution(place: ClientPlace): string {
  const url = xmlText(writeUrl(place, 'maven'))
  const repository = (element: string) =>
    `  <${element}>\n    <id>${registryName}</id>\n    <url>${url}</url>\n  </${element}>\n`
  return `<distributionManagement>\n${repository('repository')}${repository('snapshotRepository')}</distributionManagement>\n`
}
