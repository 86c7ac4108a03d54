mod floors;
mod xml;
