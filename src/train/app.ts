/** What made a file: kept with everything that is saved. The version is package.json's. */
export const APP = "MinConv Playground 0.1.0";
