import { Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { messageOf } from '../api/problem';
import { Icon } from './icons';
import { Mark } from './mark';
import { Panel } from './panel';
import { useTitle } from './use-title';

/** Says what happened where a part of the page throws: React would leave nothing at all. */
export class ErrorBoundary extends Component<{ children: ReactNode }> {
  override state: { thrown: { error: unknown } | null } = { thrown: null };

  static getDerivedStateFromError(error: unknown) {
    return { thrown: { error } };
  }

  override render() {
    const { thrown } = this.state;
    return thrown ? <Broken error={thrown.error} /> : this.props.children;
  }
}

function Broken({ error }: { error: unknown }) {
  useTitle('This page broke');
  return (
    <Center component="main" mih="100vh" p="md">
      <Panel role="alert" aria-labelledby="broken">
        <Stack maw={440} gap="md">
          <Mark tone="bad">
            <Icon name="alert" size={22} />
          </Mark>
          <Title order={1} size="h2" id="broken">
            This page broke
          </Title>
          <Text size="sm">
            What was uploaded is safe, and the work on it goes on. It usually helps to load the page again.
          </Text>
          <Text size="sm" c="dimmed">
            {messageOf(error)}
          </Text>
          <Group gap="sm">
            <Button leftSection={<Icon name="retry" />} onClick={() => location.reload()}>
              Load it again
            </Button>
            <Button component="a" href="/" variant="default">
              To the catalogues
            </Button>
          </Group>
        </Stack>
      </Panel>
    </Center>
  );
}
