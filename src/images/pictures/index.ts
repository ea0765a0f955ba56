export { PicturesModule } from './pictures.module';
export { PictureWork } from './picture-work';
