import { sentenceCase } from '@/lib/words'

/** What the API calls its writes, in the words of the page's own buttons. */
const words: Record<string, string | undefined> = {
  create_project: 'Create project',
  change_project: 'Change project',
  start_project_deployment: 'Deploy project',
  start_project_deletion: 'Delete project',
  create_service: 'Add service',
  change_service: 'Change service',
  discard_changes: 'Discard changes',
  start_deployment: 'Deploy',
  cancel_deployment: 'Cancel deployment',
  start_rollback: 'Roll back',
  request_start: 'Start service',
  request_stop: 'Stop service',
  request_restart: 'Restart service',
  start_service_deletion: 'Delete service',
  create_variable: 'Add variable',
  change_variable: 'Change variable',
  delete_variable: 'Delete variable',
  set_variables: 'Set variables',
  import_variables: 'Import variables',
  restore_variables: 'Restore variables',
  create_link: 'Link services',
  delete_link: 'Remove link',
  retry_operation: 'Retry operation',
  cancel_operation: 'Cancel operation',
  start_inspection: 'Inspect repository',
  create_token: 'Make token',
  delete_token: 'Revoke token',
  make_backup: 'Back up the platform',
}

export const actions = Object.keys(words)

export function actionWord(action: string): string {
  return words[action] ?? sentenceCase(action)
}
