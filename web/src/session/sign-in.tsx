import { Button, Center, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerOf, api } from '../api/client';
import { messageOf, Problem } from '../api/problem';
import logo from '../favicon.svg';
import { Panel } from '../shell/panel';
import { useTitle } from '../shell/use-title';
import { session } from './session';

/** The characters that a header can carry: nothing else is a key. */
const SENDABLE = /^[\x21-\x7e]+$/;

async function begin(key: string): Promise<void> {
  if (!SENDABLE.test(key)) throw new Problem(401);
  await answerOf(api.POST('/api/session', { headers: { Authorization: `Bearer ${key}` } }));
}

/** Asks for the API key once. It is traded for a cookie and not kept. */
export function SignIn() {
  useTitle('Sign in');
  const client = useQueryClient();
  const [key, setKey] = useState('');
  const signIn = useMutation({
    mutationFn: begin,
    onSuccess: () => {
      client.clear();
      session.begin();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(key.trim());
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Panel aria-labelledby="sign-in">
        <form onSubmit={submit}>
          <Stack w={340} maw="100%" gap="md">
            <img src={logo} width={48} height={48} alt="" />
            <Title order={1} size="h2" id="sign-in">
              Sign in to Darkroom
            </Title>
            <Text size="sm" c="dimmed">
              This service asks for an API key. Your browser trades it for a session that ends when you sign
              out or close it.
            </Text>
            <PasswordInput
              label="API key"
              required
              value={key}
              onChange={event => setKey(event.currentTarget.value)}
              error={signIn.error ? refusal(signIn.error) : undefined}
            />
            <Button type="submit" loading={signIn.isPending} disabled={key.trim() === ''}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Panel>
    </Center>
  );
}

function refusal(error: unknown): string {
  const isUnknown = error instanceof Problem && error.status === 401;
  return isUnknown ? 'This key is not known here. Ask your operator for one.' : messageOf(error);
}
