import type { ComponentProps } from 'react';
import classes from './panel.module.css';

/** A card of the page; named by its heading where it has one. */
export function Panel({ className = '', ...rest }: ComponentProps<'section'>) {
  return <section className={`${classes.panel} ${className}`} {...rest} />;
}
