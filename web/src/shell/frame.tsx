import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import logo from '../favicon.svg';
import { SignOut } from '../session/sign-out';
import classes from './frame.module.css';
import { Icon } from './icons';
import { useFocusOnChange } from './use-focus-on-change';

/** The frame around every view of the page. */
export function Frame({ isSignedIn, children }: { isSignedIn: boolean; children: ReactNode }) {
  const [place] = useLocation();
  const main = useFocusOnChange<HTMLElement>(place);
  return (
    <>
      <a className={classes.skip} href="#main">
        Skip to the content
      </a>
      <header className={classes.header}>
        <nav className={classes.bar} aria-label="Main">
          <Link href="/" className={classes.brand} aria-label="Darkroom, to the start">
            <img src={logo} width={30} height={30} alt="" />
            <span className={classes.brandName}>Darkroom</span>
          </Link>
          <Place href="/">Catalogues</Place>
          <Place href="/webhooks">Webhooks</Place>
          <span className={classes.spring} />
          <span className={classes.wide}>
            <OutsideLinks />
          </span>
          <SchemeSwitch />
          {isSignedIn && <SignOut />}
        </nav>
      </header>
      <main id="main" ref={main} className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <footer className={classes.footer}>
        <OutsideLinks />
      </footer>
    </>
  );
}

function Place({ href, children }: { href: string; children: ReactNode }) {
  const [isHere] = useRoute(href);
  return (
    <Link
      href={href}
      className={classes.link}
      data-active={isHere || undefined}
      aria-current={isHere ? 'page' : undefined}
    >
      {children}
    </Link>
  );
}

/** Links for people who program against the service, or run it. */
function OutsideLinks() {
  return (
    <>
      <Outside href="/api/docs">API</Outside>
      <Outside href="/admin/queues">Queues</Outside>
    </>
  );
}

function Outside({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className={classes.link} target="_blank" rel="noreferrer">
      {children}
      <Icon name="external" size={14} />
    </a>
  );
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const next = scheme === 'light' ? 'dark' : 'light';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={`Switch to ${next} colours`}
      title={`Switch to ${next} colours`}
      onClick={() => setColorScheme(next)}
    >
      <Icon name={scheme === 'light' ? 'moon' : 'sun'} />
    </ActionIcon>
  );
}
