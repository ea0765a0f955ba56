import { ArrivingCheck } from './arriving-check';
import { checkCatalogue } from './check-catalogue';
import { fixture, inspect, ROOMY, streamOf } from './spec-support';

function arrive(...chunks: Buffer[]) {
  const check = new ArrivingCheck(ROOMY);
  for (const chunk of chunks) check.push(chunk);
  return check.end();
}

const looked = (file: Buffer) => checkCatalogue(streamOf(file), inspect(file), ROOMY);

describe('checking a file while it arrives', () => {
  it.each([
    'utf-8.csv',
    'utf-8-bom.csv',
    'utf-16le.csv',
    'utf-16be.csv',
    'every-row-problem.csv',
    'unclosed-quote.csv',
  ])('says of %s what a look at the whole file says, cut at any byte', async name => {
    const file = fixture(name);
    const report = await looked(file);
    for (let cut = 0; cut <= file.length; cut++) {
      expect(arrive(file.subarray(0, cut), file.subarray(cut))).toEqual({
        inspection: inspect(file),
        report,
      });
    }
  });

  it.each([
    ['that turns out to be Windows-1252', fixture('windows-1252.csv')],
    [
      'whose very last byte is not UTF-8',
      Buffer.from('Product Name,Image Urls\nA,https://a.example/\xe4', 'latin1'),
    ],
    ['too short to tell', Buffer.from('a,b')],
    ['without a byte', Buffer.alloc(0)],
  ])('leaves a file %s to a second look', (_, file) => {
    expect(arrive(...[...file].map(byte => Buffer.of(byte)))).toEqual({
      inspection: inspect(file),
      report: null,
    });
  });

  it('gives up at the first sign that it is no text', () => {
    const text = Buffer.from('Product Name,Image Urls\n');
    const { inspection, report } = arrive(text, Buffer.alloc(8), text);
    expect([inspection.binary, report]).toEqual(['other', null]);
  });
});
