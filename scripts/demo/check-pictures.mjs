import sharp from 'sharp';

/** Downloads every output and decodes it. @throws when one is not what the details say. */
export async function checkPictures(products) {
  await Promise.all(products.flatMap(({ images }) => images.map(check)));
}

async function check({ output_image_url: url, bytes_out, width, height }) {
  const response = await fetch(url);
  const picture = Buffer.from(await response.arrayBuffer());
  if (!response.ok || picture.length !== bytes_out) {
    throw new Error(
      `${url} answered ${response.status} with ${picture.length} bytes instead of ${bytes_out}`,
    );
  }
  const { info } = await sharp(picture, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
  if (info.width !== width || info.height !== height) {
    throw new Error(`${url} is ${info.width} × ${info.height} instead of ${width} × ${height}`);
  }
}
