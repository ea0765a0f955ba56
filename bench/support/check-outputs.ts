import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { RequestStatusDto } from '../../src/requests';
import type { ImageDto } from '../../src/requests/http/details/product.dto';
import type { Client } from '../../test/support/client';
import type { Offer } from './origin';

/** Pictures of a request that are looked at, pixel by pixel. */
const SAMPLE = 20;

/** Mean difference of small versions, 0 to 255; another picture differs by 30 and more. */
const SAME_PICTURE = 10;

/**
 * A wrong result is no result: all images done, each with the dimensions of its own input and a file that no other
 * content has; a sample is fetched, decoded in full and compared with the input.
 *
 * @param offers what was uploaded, in its order
 * @throws saying what is wrong
 */
export async function checkOutputs(
  client: Client,
  { request_id: id, status, image_counts }: RequestStatusDto & { request_id: string },
  offers: readonly Offer[],
  folder: string,
): Promise<void> {
  expectEqual('status', status, 'completed');
  expectEqual('completed images', image_counts.completed, offers.length);
  const images = (await client.products(id)).flatMap(product => product.images);
  expectEqual('images', images.length, offers.length);
  images.forEach((image, index) => expectOwnDimensions(image, offers[index]!));
  expectOwnOutputs(images, offers);
  const step = Math.max(1, Math.floor(images.length / SAMPLE));
  for (let index = 0; index < images.length; index += step) {
    await expectSamePicture(client, images[index]!, join(folder, offers[index]!.picture.file));
  }
}

function expectOwnDimensions(image: ImageDto, { url, picture }: Offer): void {
  expectEqual('input', image.input_image_url, url);
  const { width, height } = picture;
  expectEqual(`size of ${url}`, `${image.width}×${image.height}`, `${width}×${height}`);
}

/** Other inputs have other outputs. One input may have two: the dither of a PNG's palette is not always the same. */
function expectOwnOutputs(images: readonly ImageDto[], offers: readonly Offer[]): void {
  const inputs = new Map<string | null, string>();
  images.forEach(({ output_image_url: output }, index) => {
    const { file } = offers[index]!.picture;
    expectEqual(`input of ${output}`, file, inputs.get(output) ?? file);
    inputs.set(output, file);
  });
}

async function expectSamePicture(client: Client, image: ImageDto, inputFile: string): Promise<void> {
  const output = await client.image(image.output_image_url ?? '');
  if (!output) throw new Error(`${image.output_image_url} is not there`);
  const { info } = await sharp(output, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
  expectEqual('decoded size', `${info.width}×${info.height}`, `${image.width}×${image.height}`);
  const [before, after] = await Promise.all([small(await readFile(inputFile)), small(output)]);
  const difference = before.reduce((sum, value, at) => sum + Math.abs(value - (after[at] ?? 0)), 0);
  if (difference / before.length > SAME_PICTURE) {
    throw new Error(`${image.output_image_url} is another picture than ${image.input_image_url}`);
  }
}

function small(image: Buffer): Promise<Buffer> {
  const white = { background: '#ffffff' };
  return sharp(image).flatten(white).resize(32, 32, { fit: 'fill' }).removeAlpha().raw().toBuffer();
}

/** @throws saying which value is wrong */
export function expectEqual<T>(what: string, found: T, wanted: T): void {
  if (found !== wanted) throw new Error(`${what}: ${String(found)} instead of ${String(wanted)}`);
}
