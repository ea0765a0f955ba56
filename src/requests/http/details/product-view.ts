import { imageUrl } from '../../urls';
import type { ShownImage, ShownProduct } from '../catalogue/shown-products';
import type { ImageDto, ImageErrorDto, ProductDto } from './product.dto';

function errorView({ errorCode, errorMessage, httpStatus }: ShownImage): ImageErrorDto | null {
  return errorCode && { code: errorCode, message: errorMessage ?? '', http_status: httpStatus };
}

function imageView(image: ShownImage, baseUrl: string): ImageDto {
  return {
    image_id: image.id,
    position: image.position,
    input_image_url: image.inputImageUrl,
    output_image_url: image.outputFile && imageUrl(baseUrl, image.outputFile),
    status: image.status,
    outcome: image.outcome,
    error: errorView(image),
    bytes_in: image.bytesIn,
    bytes_out: image.bytesOut,
    width: image.width,
    height: image.height,
    format: image.format,
    attempts: image.attempts,
    started_at: image.startedAt?.toISOString() ?? null,
    finished_at: image.finishedAt?.toISOString() ?? null,
  };
}

/** A product as clients see it. @param images its own, by position */
export function productView(product: ShownProduct, images: ShownImage[], baseUrl: string): ProductDto {
  const views = images.map(image => imageView(image, baseUrl));
  return {
    product_id: product.id,
    row: product.row,
    serial_number: product.serialNumber ?? product.row,
    product_name: product.productName,
    status: product.status,
    input_image_urls: views.map(image => image.input_image_url),
    output_image_urls: views.map(image => image.output_image_url),
    images: views,
  };
}
