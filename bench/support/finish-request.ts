import type { Installation } from './installation';

/**
 * Makes an imported request one whose images are all done, as the tables then look. Only the compression of
 * millions of images is left out: what is measured on it only reads. The service must not run.
 */
export async function finishRequest(installation: Installation, id: string): Promise<void> {
  await installation.query(
    `UPDATE images
        SET status = 'completed', outcome = 'compressed', attempts = 1, started_at = now(), finished_at = now(),
            output_file = 'front-' || md5(id::text) || '.jpg', bytes_in = 145000, bytes_out = 42000,
            width = 1200, height = 1200, format = 'jpeg'
      WHERE request_id = $1`,
    [id],
  );
  await installation.query(
    `UPDATE products
        SET status = 'completed', images_completed = images_pending + images_processing,
            images_pending = 0, images_processing = 0
      WHERE request_id = $1`,
    [id],
  );
  await installation.query(
    `UPDATE requests
        SET status = 'completed', started_at = now(), completed_at = now(),
            products_completed = products_pending + products_processing, products_pending = 0, products_processing = 0,
            images_completed = images_pending + images_processing, images_pending = 0, images_processing = 0
      WHERE id = $1`,
    [id],
  );
  await installation.query('VACUUM (ANALYZE) images');
  await installation.query('VACUUM (ANALYZE) products');
}
