export type Ink = 'red' | 'green' | 'yellow' | 'blue' | 'dim'

export interface Piece {
  text: string
  ink: Ink | null
  bold: boolean
}

// eslint-disable-next-line no-control-regex -- escape sequences are what this file is about
const sequence = /\u001b(?:\[([0-9;?]*)([A-Za-z])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g

const inks: Record<number, Ink> = {
  31: 'red',
  32: 'green',
  33: 'yellow',
  34: 'blue',
  36: 'blue',
  90: 'dim',
  91: 'red',
  92: 'green',
  93: 'yellow',
  94: 'blue',
  96: 'blue',
}

/** Splits a line of terminal output into coloured pieces. Everything but colour and weight is dropped, never shown or obeyed. */
export function pieces(line: string): Piece[] {
  const result: Piece[] = []
  let ink: Ink | null = null
  let bold = false
  let from = 0
  const add = (text: string) => {
    if (text !== '') result.push({ text, ink, bold })
  }
  for (const match of line.matchAll(sequence)) {
    add(line.slice(from, match.index))
    from = match.index + match[0].length
    if (match[2] === 'm') ({ ink, bold } = styled(match[1] ?? '', ink, bold))
  }
  add(line.slice(from))
  return result
}

function styled(codes: string, ink: Ink | null, bold: boolean): { ink: Ink | null; bold: boolean } {
  for (const code of codes.split(';').map(Number)) {
    if (code === 0) [ink, bold] = [null, false]
    else if (code === 1) bold = true
    else if (code === 2) ink = 'dim'
    else if (code === 22) [ink, bold] = [ink === 'dim' ? null : ink, false]
    else if (code === 39) ink = null
    else if (code === 38 || code === 48)
      break // a palette or true colour: what follows are its parameters
    else ink = inks[code] ?? ink
  }
  return { ink, bold }
}

/** The text alone, for copying and searching. */
export function plain(line: string): string {
  return line.replace(sequence, '')
}
