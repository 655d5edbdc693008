import * as v from 'valibot'

/** One page of a list: its items and where the next one starts. */
export function pageOf<TItem extends v.GenericSchema>(item: TItem) {
  return v.object({ items: v.array(item), next_cursor: v.optional(v.nullable(v.string()), null) })
}
