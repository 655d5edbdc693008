import * as v from 'valibot'

export const levels = ['debug', 'info', 'warn', 'error'] as const

/** One line of a log, of a deployment or of a running service, as the paged list and the stream both give it. */
export const LogEntry = v.object({
  seq: v.number(),
  timestamp: v.string(),
  phase: v.optional(v.nullable(v.string()), null),
  /** Of a running service: who wrote it, and where to. */
  instance: v.optional(v.nullable(v.string()), null),
  stream: v.optional(v.nullable(v.string()), null),
  level: v.fallback(v.picklist(levels), 'info'),
  message: v.string(),
  truncated: v.optional(v.nullable(v.boolean()), false),
})

export type LogEntry = v.InferOutput<typeof LogEntry>
export type Level = LogEntry['level']
