import { Button, CopyButton } from '@mantine/core';
import classes from './webhooks.module.css';

/** A secret to read, and to copy where the browser lets pages do that. */
export function Secret({ text }: { text: string }) {
  return (
    <div className={classes.secret}>
      <code>{text}</code>
      {window.isSecureContext && (
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      )}
    </div>
  );
}
