import { apiUrl } from '../http'
import { readLog, type LogStream } from '../log-stream'

/** What a deployment wrote, from its first line to its last. */
export function streamDeploymentLog(stream: LogStream & { deploymentId: string }): Promise<void> {
  return readLog({ ...stream, url: apiUrl(`/deployments/${stream.deploymentId}/logs/stream`) })
}
