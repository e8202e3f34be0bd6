import { z } from 'zod'

const charactersMax = 255

/** GitLab's grammars: https://docs.gitlab.com/user/packages/generic_packages/#publish-a-single-file */
export const genericName = grammar(/^[A-Za-z0-9._+~-]+$/, 'package_name')
export const genericVersion = grammar(/^[A-Za-z0-9._+~-]+$/, 'package_version')
/** A file's name, with the folders it is in, if any. */
export const genericFile = grammar(/^(?!.*\/\/)[A-Za-z0-9._~+@-][A-Za-z0-9._~+@/-]*(?<!\/)$/, 'file_name')

function grammar(form: RegExp, name: string) {
  return z
    .string()
    .max(charactersMax, {
      error: `${name} is too long (maximum is ${charactersMax} characters)`,
      abort: true,
    })
    .refine((text) => form.test(text) && text.split('/').every((part) => !/^[.~]/.test(part)), {
      error: `${name} is invalid`,
    })
}
