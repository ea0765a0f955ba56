import { Alert, Anchor, Center, Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { previewImage } from '../api/calls';
import { messageOf } from '../api/problem';
import type { Image } from '../api/types';
import { Compare } from '../compare/compare';
import { dataUrl } from '../compare/data-url';
import { bytes, change, count, savedPercent } from '../format/numbers';
import { Icon } from '../shell/icons';
import { causeOf } from './failure-causes';
import { imageSrc } from './product-figures';
import classes from './product-viewer.module.css';

/** One picture of a product, compared with its original, or the reason why there is none. */
export function ImageView({ image, name }: { image: Image; name: string }) {
  const src = imageSrc(image);
  return (
    <>
      {image.error && <Failure error={image.error} />}
      {src && <BeforeAndAfter image={image} src={src} name={name} />}
      {!src && !image.error && (
        <Center c="dimmed">{image.status === 'cancelled' ? 'Cancelled' : 'Not yet done'}</Center>
      )}
      <Facts image={image} />
    </>
  );
}

/**
 * The original, which the service fetches again and the page shows from its answer: the page itself contacts no other
 * host, and the policy would not let it.
 */
function BeforeAndAfter({ image, src, name }: { image: Image; src: string; name: string }) {
  const { input_image_url: url, bytes_in, bytes_out, width, height } = image;
  const original = useQuery({
    queryKey: ['original', url],
    queryFn: ({ signal }) => previewImage({ url, effort: 'fast' }, signal),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: 1,
  });
  const ratio = (width ?? 1) / (height ?? 1);
  const before = original.data?.before;
  return (
    <div className={classes.stage} style={{ '--ratio': ratio } as CSSProperties}>
      {before ? (
        <Compare
          name={name}
          ratio={ratio}
          before={{ src: dataUrl(before), label: `Before · ${bytes(bytes_in ?? 0)}` }}
          after={{ src, label: `After · ${bytes(bytes_out ?? 0)}` }}
        />
      ) : (
        <img className={classes.alone} src={src} alt={name} style={{ aspectRatio: ratio }} />
      )}
      <Text size="sm" c="dimmed" mt={8} role="status">
        {original.isPending && (
          <>
            <Loader size={13} mr={8} /> Fetching the original to compare …
          </>
        )}
        {original.error && `The original cannot be shown: ${messageOf(original.error)}`}
      </Text>
    </div>
  );
}

function Failure({ error }: { error: NonNullable<Image['error']> }) {
  const { title, advice } = causeOf(error.code);
  return (
    <Alert color="red" icon={<Icon name="alert" />} title={title}>
      {error.message} {advice}
    </Alert>
  );
}

function Facts({ image }: { image: Image }) {
  const { bytes_in, bytes_out, width, height, format, outcome, attempts, input_image_url, output_image_url } =
    image;
  const saved = savedPercent(bytes_in, bytes_out);
  return (
    <dl className={classes.facts}>
      {bytes_in !== null && bytes_out !== null && (
        <>
          <dt>Size</dt>
          <dd>
            {bytes(bytes_in)} → {bytes(bytes_out)}
            {saved !== null && ` (${change(saved)})`}
            {outcome === 'kept_original' && ', kept as it was: it could not be made smaller'}
          </dd>
          <dt>Picture</dt>
          <dd>
            {width} × {height} pixels, {format?.toUpperCase()}
          </dd>
        </>
      )}
      <dt>Original</dt>
      <dd>
        <Anchor href={input_image_url} target="_blank" rel="noreferrer" size="sm">
          {input_image_url}
        </Anchor>
      </dd>
      {output_image_url !== null && (
        <>
          <dt>New link</dt>
          <dd>
            <Anchor href={output_image_url} target="_blank" rel="noreferrer" size="sm">
              {output_image_url}
            </Anchor>
          </dd>
        </>
      )}
      {attempts > 1 && (
        <>
          <dt>Tried</dt>
          <dd>{count(attempts, 'time')}</dd>
        </>
      )}
    </dl>
  );
}
