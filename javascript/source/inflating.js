/** What the page reads its data with: the inverse of deflate (RFC 1951), at once and everywhere. */
export { inflateSync as inflate } from "fflate";
