export { Owner } from './owner.decorator';
