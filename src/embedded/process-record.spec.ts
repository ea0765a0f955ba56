import { parseRecord } from './process-record';

describe('the record of a process', () => {
  it.each([
    ['4711 91361897-159552\n', { pid: 4711, identity: '91361897-159552' }],
    ['', undefined],
    ['4711', undefined], // Cut short.
    ['4711 91361897-15', undefined],
  ])('%j is read as %j', (text, record) => {
    expect(parseRecord(text)).toEqual(record);
  });
});
