interface FeatureFacts {
  label: string
  help: string
}

/** What a project offers and what can be switched off: for itself, for a group and all below it, for the instance. */
export const features = {
  repository: { label: 'Repository', help: 'View files, clone and push.' },
  container_registry: { label: 'Container registry', help: 'Every project can have its own images.' },
  packages: { label: 'Package registry', help: 'Publish, share and install packages.' },
  ci_cd: { label: 'CI/CD', help: 'Variables for jobs, and jobs that run.' },
} as const satisfies Record<string, FeatureFacts>

export type Feature = keyof typeof features

export const featureNames = Object.keys(features) as [Feature, ...Feature[]]
