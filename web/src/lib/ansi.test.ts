import { expect, test } from 'vitest'
import { pieces, plain } from './ansi'

const esc = '\u001b'

test('colours become pieces', () => {
  expect(pieces(`a ${esc}[32mdone${esc}[0m b`)).toEqual([
    { text: 'a ', ink: null, bold: false },
    { text: 'done', ink: 'green', bold: false },
    { text: ' b', ink: null, bold: false },
  ])
})

test('weight and colour end separately', () => {
  expect(pieces(`${esc}[1;31mA${esc}[22mB${esc}[39mC`)).toEqual([
    { text: 'A', ink: 'red', bold: true },
    { text: 'B', ink: 'red', bold: false },
    { text: 'C', ink: null, bold: false },
  ])
})

test('parameters of a palette colour are not colours', () => {
  expect(pieces(`${esc}[38;5;31mA`)).toEqual([{ text: 'A', ink: null, bold: false }])
})

test('what moves the cursor or names the window is dropped', () => {
  expect(plain(`${esc}[2K${esc}[1Gbuild ${esc}]0;title\u0007ok${esc}[?25h`)).toBe('build ok')
})

test('markup stays text', () => {
  expect(pieces('<b>&amp;</b>')).toEqual([{ text: '<b>&amp;</b>', ink: null, bold: false }])
})
