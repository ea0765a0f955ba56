import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { entriesOf } from '../support/zip';

let origin: Origin;
let darkroom: Darkroom;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture(40, 30).jpeg().toBuffer());
  origin.serve('/b.png', await picture(50, 20).png().toBuffer());
  darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: origin.host });
}, 90_000);

afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

describe('the archive', () => {
  it('holds a folder for each product with its pictures as they are served, and the output CSV', async () => {
    const [a, b, missing] = ['/a.jpg', '/b.png', '/missing.jpg'].map(path => origin.url(path));
    const { request_id } = await darkroom.process({
      filename: 'shop.csv',
      content: catalogue([
        { serial: 7, name: 'Shoe', urls: [a!, missing!, b!] },
        { serial: 8, name: '../Hat', urls: [b!] },
        { serial: 9, name: 'shoe', urls: [a!] },
        { serial: 10, name: 'shop-output.csv', urls: [a!] },
      ]),
    });

    const entries = await entriesOf(await darkroom.bytes(`/api/archive/${request_id}`));

    expect([...entries.keys()]).toEqual([
      'shop-output.csv',
      'Shoe (7)/Shoe (7)-1.jpg',
      'Shoe (7)/Shoe (7)-3.png',
      'Hat/Hat-1.png',
      'shoe (9)/shoe (9)-1.jpg',
      'shop-output.csv (10)/shop-output.csv (10)-1.jpg',
    ]);
    const served = (await darkroom.products(request_id))[0]!.output_image_urls[0]!;
    expect(entries.get('Shoe (7)/Shoe (7)-1.jpg')!.equals(await darkroom.bytes(served))).toBe(true);
    expect(entries.get('shop-output.csv')!.equals(await darkroom.bytes(`/api/download/${request_id}`))).toBe(
      true,
    );
  });

  it('has a name for the output CSV that every system takes, whatever the upload is called', async () => {
    const { request_id } = await darkroom.process({
      filename: 'v:1.csv',
      content: catalogue([{ name: 'Shoe', urls: origin.url('/a.jpg') }]),
    });
    const entries = await entriesOf(await darkroom.bytes(`/api/archive/${request_id}`));
    expect([...entries.keys()]).toEqual(['v 1-output.csv', 'Shoe/Shoe-1.jpg']);
  });

  it('of a request that runs is a 409', async () => {
    origin.serve('/never.jpg', () => undefined);
    const { request_id } = await darkroom.upload(
      catalogue([{ name: 'Shoe', urls: origin.url('/never.jpg') }]),
    );
    const answer = await darkroom.api().get(`/api/archive/${request_id}`).expect(409);
    const { code, detail } = answer.body as { code: string; detail: string };
    expect(code).toBe('request_unfinished');
    expect(detail).toMatch(/Wait until it has finished\.$/);
  });
});
