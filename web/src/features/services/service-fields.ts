import type { InspectSource } from '@/api/git/inspect'
import type { NewService } from '@/api/services/create-service'
import type { ServiceChanges } from '@/api/services/update-service'
import { instanceSizes, type Service } from '@/api/service'

/** A service as a form holds it: text, empty where the server's default counts. */
export interface ServiceFields {
  name: string
  url: string
  branch: string
  rootDir: string
  /** What was typed; one that is kept is never shown. */
  token: string
  /** `yes` for a kept one that is to be removed. */
  forgetToken: '' | 'yes'
  install: string
  build: string
  start: string
  preDeploy: string
  output: string
  size: string
  count: string
  port: string
  /** `yes` for one that has no port and answers nothing. */
  worker: '' | 'yes'
  healthPath: string
}

const defaultPort = 8080
const most = 10

export type ServiceField = keyof ServiceFields
export type Faults = Partial<Record<ServiceField, string>>

export const emptyFields: ServiceFields = {
  name: '',
  url: '',
  branch: '',
  rootDir: '',
  token: '',
  forgetToken: '',
  install: '',
  build: '',
  start: '',
  preDeploy: '',
  output: '',
  size: 'medium',
  count: '1',
  port: '',
  worker: '',
  healthPath: '',
}

/** The field's name in the API, where a fault of it is reported. */
export const wireNames: Record<ServiceField, string> = {
  name: 'name',
  url: 'url',
  branch: 'branch',
  rootDir: 'root_dir',
  token: 'token',
  forgetToken: 'token',
  install: 'install_command',
  build: 'build_command',
  start: 'start_command',
  preDeploy: 'pre_deploy_command',
  output: 'output_dir',
  size: 'instance_size',
  count: 'instance_count',
  port: 'port',
  worker: 'port',
  healthPath: 'health_check_path',
}

export function fieldsOf(service: Service): ServiceFields {
  const source = service.git_source
  return {
    name: service.name,
    url: source?.url ?? '',
    branch: source?.branch ?? '',
    rootDir: source?.root_dir ?? '',
    token: '',
    forgetToken: '',
    install: service.install_command ?? '',
    build: service.build_command ?? '',
    start: service.start_command ?? '',
    preDeploy: service.pre_deploy_command ?? '',
    output: service.output_dir ?? '',
    size: service.instance_size,
    count: String(service.instance_count),
    port: service.port === null ? '' : String(service.port),
    worker: service.port === null ? 'yes' : '',
    healthPath: service.health_check_path ?? '',
  }
}

/** The faults that need no server to be seen. */
export function faultsOf(fields: ServiceFields): Faults {
  const faults: Faults = {}
  if (fields.url.trim() === '') faults.url = 'A repository needs an address, as git clone takes it.'
  if (fields.worker === '' && fields.port !== '' && !isWhole(fields.port, 65_535)) faults.port = 'A port is a number from 1 to 65535.'
  if (!isWhole(fields.count, most)) faults.count = `A number from 1 to ${most}.`
  if (fields.healthPath !== '' && !fields.healthPath.startsWith('/')) faults.healthPath = `A path starts with /. Use /${fields.healthPath}.`
  if (fields.name !== '' && !/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(fields.name))
    faults.name = 'A name is a host name: small letters, digits and hyphens, a letter first, 63 at most.'
  return faults
}

function isWhole(text: string, limit: number): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= limit
}

/** What is filled in, for a new service; the rest is left to the server. */
export function toNewService(fields: ServiceFields): Omit<NewService, 'name' | 'canvas_x' | 'canvas_y'> {
  return {
    git_source: { provider: 'git', url: fields.url.trim(), ...filled({ branch: fields.branch, root_dir: fields.rootDir, token: fields.token }) },
    ...filled({ install_command: fields.install, build_command: fields.build, start_command: fields.start, health_check_path: fields.healthPath }),
    ...(fields.worker === 'yes' ? { port: null } : fields.port === '' ? {} : { port: Number(fields.port) }),
  }
}

/** Where to look for the source, as it is typed now. */
export function toSource(fields: ServiceFields): InspectSource {
  return { url: fields.url.trim(), ...filled({ branch: fields.branch, root_dir: fields.rootDir, token: fields.token }) }
}

function filled<T extends Record<string, string>>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([key, value]) => [key, value.trim()])
      .filter(([, value]) => value !== ''),
  ) as Partial<T>
}

/** What differs from the server, in the server's shape; an emptied field goes back to its default. */
export function toChanges(fields: ServiceFields, server: ServiceFields): ServiceChanges {
  const differs = (...names: ServiceField[]) => names.some((name) => fields[name] !== server[name])
  return {
    ...(differs('name') && { name: fields.name.trim() }),
    ...(differs('url', 'branch', 'rootDir', 'token', 'forgetToken') && {
      git_source: {
        provider: 'git',
        ...(differs('url', 'branch', 'rootDir') && { url: fields.url.trim(), branch: orNull(fields.branch), root_dir: orNull(fields.rootDir) }),
        ...tokenChange(fields),
      },
    }),
    ...(differs('install') && { install_command: orNull(fields.install) }),
    ...(differs('build') && { build_command: orNull(fields.build) }),
    ...(differs('start') && { start_command: orNull(fields.start) }),
    ...(differs('preDeploy') && { pre_deploy_command: orNull(fields.preDeploy) }),
    ...(differs('output') && { output_dir: orNull(fields.output) }),
    ...(differs('healthPath') && { health_check_path: orNull(fields.healthPath) }),
    ...(differs('size') && { instance_size: instanceSizes.find((size) => size === fields.size) ?? 'medium' }),
    ...(differs('count') && { instance_count: Number(fields.count) }),
    ...(differs('port', 'worker') && { port: fields.worker === 'yes' ? null : fields.port === '' ? defaultPort : Number(fields.port) }),
  }
}

/** The server keeps the token that it has unless another one, or null, is sent. */
function tokenChange({ token, forgetToken }: ServiceFields): { token?: string | null } {
  if (token.trim() !== '') return { token: token.trim() }
  return forgetToken === 'yes' ? { token: null } : {}
}

/** Fields that are sent and forgotten: kept in no draft, and empty again once they are saved. */
export const writeOnly = { token: '', forgetToken: '' } as const satisfies Partial<ServiceFields>

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
