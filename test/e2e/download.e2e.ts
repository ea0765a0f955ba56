import type { RequestStatusDto } from '../../src/requests';
import { catalogue } from '../factories/catalogue';
import type { Darkroom } from '../support/darkroom';
import type { Origin } from '../support/origin';
import { startServiceWithResults, type ServiceWithResults } from '../support/service-with-results';

let results: ServiceWithResults;
let darkroom: Darkroom;
let origin: Origin;
let mixed: RequestStatusDto;
let unfinished: string;

beforeAll(async () => {
  results = await startServiceWithResults();
  ({ darkroom, origin, mixed, unfinished } = results);
}, 90_000);
afterAll(() => results.stop());

const at = (path: string) => origin.url(path);

describe('the output CSV', () => {
  it('has every row of the upload in its order, with the outputs beside the inputs', async () => {
    const [image1, image2, , image3] = await results.outputsOf(mixed.request_id);
    expect(await results.text(mixed.output_csv_url!)).toBe(
      [
        'S. No.,Product Name,Input Image Urls,Output Image Urls',
        `10,Shoe,"${at('/image1.jpg')}, ${at('/image2.jpg')}","${image1}, ${image2}"`,
        `20,Hat,"${at('/missing.jpg')}, ${at('/image3.jpg')}",", ${image3}"`,
        `30,,${at('/image1.jpg')},`,
        `40,Bag,${at('/gone.jpg')},`,
        '',
      ].join('\r\n'),
    );
  });

  it('of unquoted ragged rows has every URL', async () => {
    const csv = [
      'S. No, Product Name, Input Image Urls',
      `1, SKU1, ${at('/image1.jpg')},${at('/image2.jpg')}`,
      `2, SKU2, "${at('/image3.jpg')}, ${at('/image4.jpg')}"`,
    ].join('\n');
    const { request_id, output_csv_url } = await darkroom.process(csv);
    const [one, two, three, four] = await results.outputsOf(request_id);
    expect(await results.text(output_csv_url!)).toBe(
      [
        'S. No,Product Name,Input Image Urls,Output Image Urls',
        `1,SKU1,"${at('/image1.jpg')}, ${at('/image2.jpg')}","${one}, ${two}"`,
        `2,SKU2,"${at('/image3.jpg')}, ${at('/image4.jpg')}","${three}, ${four}"`,
        '',
      ].join('\r\n'),
    );
  });

  it('keeps extra columns, the delimiter and dangerous cells, and drops earlier outputs', async () => {
    const csv = [
      'Colour;S. No.;Product Name;Input Image Urls;Output Image Urls;Price;Error Code;=sum',
      `red;1;"Shoe; ""left""";${at('/image1.jpg')};http://old.example/1.jpg;-5,50;timeout;-5`,
      `"two`,
      `lines";;=cmd|x;${at('/image2.jpg')};;@home;;'=quoted`,
    ].join('\n');
    const { request_id, output_csv_url } = await darkroom.process(csv);
    const [one, two] = await results.outputsOf(request_id);
    expect(await results.text(output_csv_url!)).toBe(
      [
        "Colour;S. No.;Product Name;Input Image Urls;Output Image Urls;Price;'=sum",
        `red;1;"Shoe; ""left""";${at('/image1.jpg')};${one};"'-5,50";-5`,
        `"two\nlines";;"'=cmd|x";${at('/image2.jpg')};${two};'@home;'=quoted`,
        '',
      ].join('\r\n'),
    );
  });

  const german = () => `S. No.;Product Name;Image Urls\r\n1;Größe 5 – Käse;${at('/image1.jpg')}\r\n`;
  it.each([
    ['UTF-8', (csv: string) => Buffer.from(csv), false],
    ['UTF-8 with a byte order mark', (csv: string) => Buffer.from(`\ufeff${csv}`), true],
    ['UTF-16', (csv: string) => Buffer.from(`\ufeff${csv}`, 'utf16le'), true],
    ['Windows-1252', (csv: string) => Buffer.from(csv.replace('–', '\x96'), 'latin1'), true],
  ])('of an upload in %s is UTF-8', async (_, encoded, bom) => {
    const { request_id, output_csv_url } = await darkroom.process(encoded(german()));
    expect((await darkroom.products(request_id))[0]!.product_name).toBe('Größe 5 – Käse');
    const [output] = await results.outputsOf(request_id);
    expect(await results.text(output_csv_url!)).toBe(
      `${bom ? '\ufeff' : ''}S. No.;Product Name;Image Urls;Output Image Urls\r\n1;Größe 5 – Käse;${at('/image1.jpg')};${output}\r\n`,
    );
  });

  it('can be uploaded again, and is the same catalogue', async () => {
    const csv = [
      'S. No.,Product Name,Input Image Urls,Note',
      `1.0,=A1,"${at('/image1.jpg')},${at('/image2.jpg')}","'=1+1"`,
      `,"  ""quoted"", with comma ",${at('/missing.jpg')} ${at('/image3.jpg')},"a\nb"`,
      `7,+49 30,${at('/image4.jpg')},`,
    ].join('\n');
    const first = await darkroom.process(csv);
    const output = await results.text(first.output_csv_url!);
    const second = await darkroom.process(output);
    const essence = async (id: string) =>
      (await darkroom.products(id)).map(({ row, serial_number, product_name, input_image_urls }) => ({
        row,
        serial_number,
        product_name,
        input_image_urls,
      }));
    expect(await essence(second.request_id)).toEqual(await essence(first.request_id));
    const withoutHashes = (written: string) => written.replace(/-[0-9a-f]{32}/g, '');
    expect(withoutHashes(await results.text(second.output_csv_url!))).toBe(withoutHashes(output));
  });

  it('of thousands of rows has each once and in order, the skipped ones among them', async () => {
    const rows = Array.from({ length: 5_000 }, (_, row) => ({
      name: row % 3 ? undefined : '',
      urls: at('/image1.jpg'),
    }));
    const { output_csv_url, skipped_rows } = await darkroom.process(catalogue(rows), { on_invalid: 'skip' });
    expect(skipped_rows).toBe(1_667);
    const lines = (await results.text(output_csv_url!)).split('\r\n').slice(1, -1);
    expect(lines.map(line => Number(line.split(',')[0]))).toEqual(rows.map((_, row) => row + 1));
    expect(lines.filter(line => line.endsWith(','))).toHaveLength(1_667);
  });

  it('is named after the upload', async () => {
    const { headers } = await darkroom.api().get(`/download/${mixed.request_id}`).expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="Frühjahr ? 2026-output.csv"; filename*=UTF-8''Fr%C3%BChjahr%20%E2%80%93%202026-output.csv`,
    });
  });

  it('is not there while the request runs, but for what there is so far', async () => {
    for (const path of ['/api/download', '/download']) {
      expect(await darkroom.get(`${path}/${unfinished}`, 409)).toMatchObject({
        status: 409,
        code: 'request_unfinished',
        detail: expect.stringContaining('partial=true') as string,
      });
      await darkroom.api().get(`${path}/${unfinished}?partial=false`).expect(409);
    }
    const lines = (await results.text(`/api/download/${unfinished}?partial=true`)).split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe(`2,Slow,${at('/slow.jpg')},`);
  });
});

describe('the rejects CSV', () => {
  it('has the whole rows that failed in part or were skipped, and why', async () => {
    const reason = (path: string) => `${at(path)}: The server answered 404.`;
    expect(await results.text(mixed.failed_csv_url!)).toBe(
      [
        'S. No.,Product Name,Input Image Urls,Error Code,Error Message',
        `20,Hat,"${at('/missing.jpg')}, ${at('/image3.jpg')}",http_status,${reason('/missing.jpg')}`,
        `30,,${at('/image1.jpg')},empty_product_name,Product Name is empty`,
        `40,Bag,${at('/gone.jpg')},http_status,${reason('/gone.jpg')}`,
        '',
      ].join('\r\n'),
    );
  });

  it('can be corrected and uploaded as it is', async () => {
    const corrected = (await results.text(mixed.failed_csv_url!))
      .replace('30,,', '30,Belt,')
      .replace(at('/missing.jpg'), at('/image4.jpg'))
      .replace(at('/gone.jpg'), at('/image4.jpg'));
    const status = await darkroom.process(corrected);
    expect(status.image_counts).toMatchObject({ total: 4, completed: 4 });
    expect((await darkroom.products(status.request_id)).map(({ serial_number }) => serial_number)).toEqual([
      20, 30, 40,
    ]);
    expect(await results.text(`/api/download/${status.request_id}/failed`)).toBe(
      'S. No.,Product Name,Input Image Urls,Error Code,Error Message\r\n',
    );
    expect(status.failed_csv_url).toBeNull();
  });
});
