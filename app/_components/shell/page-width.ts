export const pageWidth = "mx-auto w-full max-w-[66rem] px-4 sm:px-8";

/** Tables of many columns. */
export const staffPageWidth = "mx-auto w-full max-w-[96rem] px-4 sm:px-8";
