import type { RequestStatusDto } from '../../src/requests';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from './darkroom';
import { type Origin, startOrigin } from './origin';
import { until } from './until';

/** A service with one request that ended in every way, and one that has not ended. */
export interface ServiceWithResults {
  darkroom: Darkroom;
  origin: Origin;
  /** Finished: a product that succeeded, one in part, one that failed, and a row that was skipped. */
  mixed: RequestStatusDto;
  /** The id of a request of which one image is done and one hangs at the origin. */
  unfinished: string;
  /** The outputs of a request, null where there is none, in the order of its rows. */
  outputsOf(id: string): Promise<(string | null)[]>;
  /** What a URL of the service leads to. */
  text(url: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startServiceWithResults(): Promise<ServiceWithResults> {
  const origin = await startOrigin();
  const at = (path: string) => origin.url(path);
  const image = await picture(80, 60).jpeg({ quality: 95 }).toBuffer();
  for (const number of [1, 2, 3, 4]) origin.serve(`/image${number}.jpg`, image);
  let release: () => void = () => undefined;
  const released = new Promise<void>(resolve => (release = resolve));
  origin.serve('/slow.jpg', (_request, response) => void released.then(() => response.end(image)));
  const darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: origin.host });
  const mixed = await darkroom.process(
    {
      filename: 'Frühjahr – 2026.csv',
      content: catalogue([
        { serial: 10, name: 'Shoe', urls: [at('/image1.jpg'), at('/image2.jpg')] },
        { serial: 20, name: 'Hat', urls: [at('/missing.jpg'), at('/image3.jpg')] },
        { serial: 30, name: '', urls: at('/image1.jpg') },
        { serial: 40, name: 'Bag', urls: at('/gone.jpg') },
      ]),
    },
    { on_invalid: 'skip', quality: '60', max_width: '40' },
  );
  const hanging = catalogue([
    { name: 'Quick', urls: at('/image1.jpg') },
    { name: 'Slow', urls: at('/slow.jpg') },
  ]);
  const unfinished = (await darkroom.upload(hanging)).request_id;
  await until('one of two images is done', async () => {
    const { image_counts } = await darkroom.status(unfinished);
    return image_counts.completed === 1 && image_counts.processing === 1;
  });
  return {
    darkroom,
    origin,
    mixed,
    unfinished,
    outputsOf: async id => (await darkroom.products(id)).flatMap(product => product.output_image_urls),
    text: async url => (await darkroom.bytes(url)).toString('utf8'),
    stop: async () => {
      release();
      await darkroom.finished(unfinished);
      await origin.close();
      await darkroom.stop();
    },
  };
}
