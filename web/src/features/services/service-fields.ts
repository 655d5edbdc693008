import type { NewService } from '@/api/services/create-service'
import type { ServiceChanges } from '@/api/services/update-service'
import type { Service } from '@/api/service'

/** A service's source as a form holds it: text, empty where the server's default counts. */
export interface SourceFields {
  url: string
  branch: string
  rootDir: string
  install: string
  build: string
  start: string
  port: string
  healthPath: string
}

const defaultPort = 8080

export type SourceField = keyof SourceFields

export const emptySource: SourceFields = { url: '', branch: '', rootDir: '', install: '', build: '', start: '', port: '', healthPath: '' }

/** The field's name in the API, where a fault of it is reported. */
export const wireNames: Record<SourceField, string> = {
  url: 'url',
  branch: 'branch',
  rootDir: 'root_dir',
  install: 'install_command',
  build: 'build_command',
  start: 'start_command',
  port: 'port',
  healthPath: 'health_check_path',
}

export function fieldsOf(service: Service): SourceFields {
  const source = service.git_source
  return {
    url: source?.url ?? '',
    branch: source?.branch ?? '',
    rootDir: source?.root_dir ?? '',
    install: service.install_command ?? '',
    build: service.build_command ?? '',
    start: service.start_command ?? '',
    port: service.port === null ? '' : String(service.port),
    healthPath: service.health_check_path ?? '',
  }
}

/** The faults that need no server to be seen. */
export function faultsOf(fields: SourceFields): Partial<Record<SourceField, string>> {
  const faults: Partial<Record<SourceField, string>> = {}
  if (fields.url.trim() === '') faults.url = 'A repository needs an address, as git clone takes it.'
  if (fields.port !== '' && !isPort(fields.port)) faults.port = 'A port is a number from 1 to 65535.'
  if (fields.healthPath !== '' && !fields.healthPath.startsWith('/')) faults.healthPath = `A path starts with /. Use /${fields.healthPath}.`
  return faults
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
}

/** What is filled in, for a new service; the rest is left to the server. */
export function toNewService(fields: SourceFields): Omit<NewService, 'name' | 'canvas_x' | 'canvas_y'> {
  return {
    git_source: { provider: 'git', url: fields.url.trim(), ...filled({ branch: fields.branch, root_dir: fields.rootDir }) },
    ...filled({ install_command: fields.install, build_command: fields.build, start_command: fields.start, health_check_path: fields.healthPath }),
    ...(fields.port === '' ? {} : { port: Number(fields.port) }),
  }
}

function filled<T extends Record<string, string>>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([key, value]) => [key, value.trim()])
      .filter(([, value]) => value !== ''),
  ) as Partial<T>
}

/** What differs from the server, in the server's shape; an emptied field goes back to its default. */
export function toChanges(fields: SourceFields, server: SourceFields): ServiceChanges {
  const changes: ServiceChanges = {}
  if (differs(fields, server, ['url', 'branch', 'rootDir']))
    changes.git_source = { provider: 'git', url: fields.url.trim(), branch: orNull(fields.branch), root_dir: orNull(fields.rootDir) }
  if (fields.install !== server.install) changes.install_command = orNull(fields.install)
  if (fields.build !== server.build) changes.build_command = orNull(fields.build)
  if (fields.start !== server.start) changes.start_command = orNull(fields.start)
  if (fields.healthPath !== server.healthPath) changes.health_check_path = orNull(fields.healthPath)
  if (fields.port !== server.port) changes.port = fields.port === '' ? defaultPort : Number(fields.port)
  return changes
}

export function differs(a: SourceFields, b: SourceFields, names: readonly SourceField[]): boolean {
  return names.some((name) => a[name] !== b[name])
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}

/**
 * What the form shows when the server's fields change under it: its news where the reader changed nothing,
 * the reader's words where they did. `base` is what the form started from.
 */
export function merged(mine: SourceFields, base: SourceFields, server: SourceFields): SourceFields {
  const names = Object.keys(server) as SourceField[]
  return Object.fromEntries(names.map((name) => [name, mine[name] === base[name] ? server[name] : mine[name]])) as unknown as SourceFields
}
