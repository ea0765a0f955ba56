import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../shell/icons';
import { canNotify } from './use-finished-note';

/** Asks the browser whether it may show a notification at the end. */
export function NotifyButton() {
  const [permission, setPermission] = useState(canNotify() ? Notification.permission : 'denied');
  if (permission === 'denied') return null;
  if (permission === 'granted') {
    return (
      <Text size="sm" c="dimmed" my="auto">
        You get a note when it is done.
      </Text>
    );
  }
  const ask = () => void Notification.requestPermission().then(setPermission);
  return (
    <Button variant="subtle" leftSection={<Icon name="bell" />} onClick={ask}>
      Tell me when it is done
    </Button>
  );
}
