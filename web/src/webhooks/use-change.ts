import { useMutation, useQueryClient } from '@tanstack/react-query';

/** A write about webhooks, after which the lists that show them are read again. */
export function useChange<T, V = void>(mutationFn: (value: V) => Promise<T>, onDone?: (answer: T) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: answer => {
      void client.invalidateQueries({ queryKey: ['subscriptions'] });
      void client.invalidateQueries({ queryKey: ['deliveries'] });
      onDone?.(answer);
    },
  });
}
