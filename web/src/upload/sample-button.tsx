import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../api/problem';

const NAME = 'sample-catalogue.csv';

/** The CSV of the sample; null where its pictures are not served. */
async function fetchSample(): Promise<string | null> {
  const response = await fetch('/api/sample').catch(() => {
    throw new Problem(0);
  });
  if (response.status === 204) return null;
  if (response.ok) return response.text();
  throw new Problem(response.status);
}

/** A button for people without a CSV at hand. Hidden where the sample's pictures are not served. */
export function SampleButton({ onFile }: { onFile: (file: File) => void }) {
  const { data: csv } = useQuery({ queryKey: ['sample'], queryFn: fetchSample, staleTime: Infinity });
  if (!csv) return null;
  const use = () => onFile(new File([csv], NAME, { type: 'text/csv' }));
  return (
    <Text size="sm" c="dimmed">
      No CSV at hand?{' '}
      <Anchor component="button" type="button" size="sm" fw={560} onClick={use}>
        Try it with a sample catalogue
      </Anchor>
    </Text>
  );
}
