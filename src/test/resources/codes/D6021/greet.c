int greeted;
