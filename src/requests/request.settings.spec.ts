import { loadSettings } from '../common/settings';
import { RequestSettings } from './request.settings';

const publicUrl = (PUBLIC_URL: string) => loadSettings(RequestSettings, { PUBLIC_URL }).PUBLIC_URL;

describe('PUBLIC_URL', () => {
  it.each([
    ['https://images.example.com', 'https://images.example.com'],
    ['https://images.example.com/', 'https://images.example.com'],
    ['HTTPS://Images.Example.com:443/', 'https://images.example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://[::1]:3000/', 'http://[::1]:3000'],
    ['', null],
  ])('%j is the origin %j', (given, origin) => expect(publicUrl(given)).toBe(origin));

  it.each([
    'images.example.com',
    'ftp://images.example.com',
    'https://images.example.com/darkroom',
    'https://images.example.com//',
    'https://images.example.com/?a=b',
    'https://images.example.com/#a',
    'https://me:secret@images.example.com',
    'https://images.example.com:99999',
  ])('%j is refused', given =>
    expect(() => publicUrl(given)).toThrow('PUBLIC_URL must be an http(s) URL without a path'),
  );
});

describe('RETENTION_DAYS', () => {
  const days = (RETENTION_DAYS: string) => loadSettings(RequestSettings, { RETENTION_DAYS }).RETENTION_DAYS;

  it.each([
    ['', null],
    ['0.5', 0.5],
    ['30', 30],
  ])('%j is %j', (given, expected) => expect(days(given)).toBe(expected));

  it.each(['0', '0.0', '-1'])('%j, which would delete every finished request, is refused', given =>
    expect(() => days(given)).toThrow('RETENTION_DAYS must be more than 0; leave it unset'),
  );
});
