export const pageWidth = "mx-auto w-full max-w-[66rem] px-4 sm:px-8";
