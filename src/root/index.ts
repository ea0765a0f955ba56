export { RootController } from './root.controller';
