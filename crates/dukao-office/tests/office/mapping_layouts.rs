//! Made-up layouts of the kinds offices publish.
