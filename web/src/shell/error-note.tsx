import { Alert, Button, Group, Text } from '@mantine/core';
import { messageOf, Problem } from '../api/problem';
import { Icon } from './icons';

/** Says what went wrong and what can be done about it, with a button to try again where that may help. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const advice = error instanceof Problem ? error.advice : null;
  return (
    <Alert color="red" role="alert" icon={<Icon name="alert" />} title={messageOf(error)}>
      {(advice || onRetry) && (
        <Group justify="space-between" gap="sm">
          {advice && <Text size="sm">{advice}</Text>}
          {onRetry && (
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
        </Group>
      )}
    </Alert>
  );
}
